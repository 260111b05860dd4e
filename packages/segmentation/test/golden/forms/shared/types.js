export interface Nothing { }
